package dev.sentinel.responders.guards;

/** One thing that must hold, or must not, at the moment of acting. When it cannot be known it does not hold. */
public interface Guard {

    /** As declarations, runbooks and refusals name it: "last-healthy-copy". */
    String name();

    /** What it asks, in a sentence. */
    String condition();

    Judgement judge(Question question);

    default Weight weight() {
        return Weight.ALWAYS;
    }

    /** What it means when it does not hold. */
    enum Weight {
        /** There is no plan, and no act. */
        ALWAYS,
        /** Automation stops; people who know it may decide otherwise. */
        PEOPLE,
        /** Not now: the plan is made and shown, the act waits until it holds. */
        MOMENT
    }
}
