package dev.sentinel.lab.outside;

/** What a region keeps, by the name that its paths and its events have for it. */
enum NomadTable {
    NODES("Node"),
    JOBS("Job"),
    ALLOCATIONS("Allocation"),
    EVALUATIONS("Evaluation");

    private final String topic;

    NomadTable(String topic) {
        this.topic = topic;
    }

    String topic() {
        return topic;
    }
}
