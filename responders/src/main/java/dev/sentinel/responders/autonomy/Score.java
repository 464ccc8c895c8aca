package dev.sentinel.responders.autonomy;

import dev.sentinel.v1.PolicyMode;

/**
 * How decisions about one act in one cluster compare with what people did.
 *
 * @param agreed people did it too, said yes to it, or left it as it was done
 * @param disagreed people said no, or took it back
 * @param needless nobody wanted it in the time in which people would have
 * @param pending it is too early to say
 * @param bad acts that did not bring what was expected of them
 */
public record Score(
        String cluster, String action, PolicyMode mode, int agreed, int disagreed, int needless, int pending, int bad) {

    public int decisions() {
        return judged() + pending;
    }

    public int judged() {
        return agreed + disagreed + needless;
    }

    /** The share of thoughts that people shared; nothing is no reason for trust. */
    public double precision() {
        return judged() == 0 ? 0 : (double) agreed / judged();
    }
}
