package dev.sentinel.correlator.engine;

import dev.sentinel.correlator.engine.Extent.AtRisk;
import dev.sentinel.v1.Incident;

/** An incident as it was told last, without the things that are only at risk: they are drawn again for who asks. */
record Kept(Incident incident, AtRisk atRisk) {

    Incident whole() {
        return incident.toBuilder()
                .setBlastRadius(atRisk.after(incident.getBlastRadius()))
                .build();
    }
}
