package dev.sentinel.responders.guards;

/** What one guard said to one question. */
public record Finding(Guard guard, Judgement judgement) {

    public boolean holds() {
        return judgement instanceof Judgement.Holds;
    }

    /**
     * Whether the act must not happen now.
     *
     * @param decidedByPeople whether people agreed to exactly this plan; a policy is no person
     */
    public boolean stops(boolean decidedByPeople) {
        return !holds() && !(decidedByPeople && guard.weight() == Guard.Weight.PEOPLE);
    }
}
