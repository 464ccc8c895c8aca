package dev.sentinel.responders.guards;

/** One thing that must hold, or must not, at the moment of acting. When it cannot be known it does not hold. */
public interface Guard {

    /** As declarations, runbooks and refusals name it: "last-healthy-copy". */
    String name();

    /** What it asks, in a sentence. */
    String condition();

    Judgement judge(Question question);
}
