package dev.sentinel.responders.approvals;

/** What somebody may do here, as their authentication says. */
public enum Role {
    VIEWER,
    OPERATOR,
    APPROVER,
    ADMIN;

    boolean mayDecide() {
        return switch (this) {
            case APPROVER, ADMIN -> true;
            case VIEWER, OPERATOR -> false;
        };
    }
}
