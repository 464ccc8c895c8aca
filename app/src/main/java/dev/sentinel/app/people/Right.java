package dev.sentinel.app.people;

/** What somebody may do; each includes those before it, but for approving: who operates need not be who approves. */
public enum Right {
    /** Read everything. */
    VIEWER,
    /** Ask for plans, quarantine, cancel, pause and resume. */
    OPERATOR,
    /** Say yes or no to plans. */
    APPROVER,
    /** All of it. */
    ADMIN;

    /** Whether who has this may do what needs the other. */
    public boolean covers(Right needed) {
        return this == ADMIN || this == needed || needed == VIEWER;
    }
}
