package dev.sentinel.proto.lint;

/** One place in the schema that breaks a rule; rules bear the names that Buf gives them where Buf has them. */
record Finding(String rule, String where, String what) {
    @Override
    public String toString() {
        return where + ": " + what + " [" + rule + "]";
    }
}
