package dev.sentinel.responders.books;

import dev.sentinel.v1.Actor;
import dev.sentinel.v1.ActorKind;
import dev.sentinel.v1.AuditAct;
import dev.sentinel.v1.AuditEntry;
import dev.sentinel.v1.Plan;
import dev.sentinel.yaml.Plain;

/** How entries of the audit begin. */
public final class Entries {

    /** Sentences and reasons of the contract are no longer than this. */
    public static final int LONGEST = 2_048;

    /** Who acts when no person does. */
    public static final Actor RESPONDER = Actor.newBuilder()
            .setKind(ActorKind.ACTOR_KIND_SERVICE)
            .setId("sentinel:responder")
            .setChannel("responder")
            .build();

    private Entries() {}

    public static AuditEntry.Builder of(Actor actor, AuditAct act, String sentence) {
        return AuditEntry.newBuilder().setActor(actor).setAct(act).setSentence(clipped(sentence));
    }

    /** About a plan. */
    public static AuditEntry.Builder of(Actor actor, AuditAct act, Plan plan, String sentence) {
        return of(actor, act, sentence)
                .setCluster(plan.getContent().getCluster())
                .setIncidentId(plan.getContent().getIncidentId())
                .setPlanId(plan.getId())
                .setPlanHash(plan.getContentHash())
                .setDryRun(plan.getDryRun())
                .setTraceparent(plan.getTraceparent());
    }

    /** As long as the contract takes, and at least something. */
    public static String clipped(String text) {
        return text.isBlank() ? "no reason given" : Plain.clip(text, LONGEST);
    }
}
