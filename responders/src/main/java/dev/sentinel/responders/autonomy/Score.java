package dev.sentinel.responders.autonomy;

/**
 * How thoughts about one act in one cluster compare with what people did.
 *
 * @param agreed people did it too
 * @param disagreed people said no, or took it back
 * @param needless nobody did it, and the time in which they would have is over
 * @param pending it is too early to say
 */
public record Score(String cluster, String action, int agreed, int disagreed, int needless, int pending) {

    public int judged() {
        return agreed + disagreed + needless;
    }

    /** The share of thoughts that people shared; nothing is no reason for trust. */
    public double precision() {
        return judged() == 0 ? 0 : (double) agreed / judged();
    }
}
