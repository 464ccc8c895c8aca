package dev.sentinel.correlator.engine;

import com.google.common.collect.Lists;
import dev.sentinel.v1.AffectedThing;
import dev.sentinel.v1.BlastRadius;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.SourceTrust;
import java.util.List;

/** What suffers: what is known to be hurt, then what is only at risk, and the witnesses among both. */
record Extent(BlastRadius hurt, AtRisk atRisk, List<SourceTrust> witnesses) {
    Extent {
        witnesses = List.copyOf(witnesses);
    }

    BlastRadius radius() {
        return atRisk.after(hurt);
    }

    /** Things that have not failed, as they were called then. Drawn when they are told: drawn, they are most of what is live. */
    record AtRisk(List<Ref> refs, String effect) {
        AtRisk {
            refs = List.copyOf(refs);
        }

        BlastRadius after(BlastRadius hurt) {
            if (refs.isEmpty()) {
                return hurt;
            }
            var thing = AffectedThing.newBuilder()
                    .setImpact(Severity.SEVERITY_WARNING)
                    .setEffect(effect)
                    .setAtRiskOnly(true);
            return hurt.toBuilder()
                    .addAllThings(Lists.transform(refs, ref -> thing.setRef(ref).build()))
                    .build();
        }
    }
}
