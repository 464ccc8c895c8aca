package dev.sentinel.responders.notify;

import dev.sentinel.v1.ApprovalTicket;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Something that somebody may want to be told. */
public sealed interface News {

    /** How much it matters to somebody who is asleep. */
    Severity severity();

    /** An incident as it is now. */
    record OfIncident(Incident incident) implements News {
        @Override
        public Severity severity() {
            return incident.getSeverity();
        }
    }

    /** A plan as it is now; with a ticket it waits for people. */
    record OfPlan(Plan plan, Incident incident, Optional<ApprovalTicket> ticket) implements News {
        @Override
        public Severity severity() {
            return incident.getSeverity();
        }
    }

    /** One line of an incident's history, for those who follow it. */
    record OfLine(Incident incident, String sentence) implements News {
        @Override
        public Severity severity() {
            return incident.getSeverity();
        }
    }

    /** A channel that does not carry what it is given, or does again. */
    record OfChannel(String channel, String why, Instant since, boolean over) implements News {
        @Override
        public Severity severity() {
            return over ? Severity.SEVERITY_INFO : Severity.SEVERITY_ERROR;
        }
    }

    /** More happened than one would read one by one. */
    record OfStorm(int held, Duration within) implements News {
        @Override
        public Severity severity() {
            return Severity.SEVERITY_ERROR;
        }
    }
}
