package dev.sentinel.responders.trial;

import java.util.List;

/** What came of one test; it passed when there is no complaint. */
public record Result(String file, int line, String test, List<String> complaints) {
    public Result {
        complaints = List.copyOf(complaints);
    }

    public boolean passed() {
        return complaints.isEmpty();
    }
}
