package dev.sentinel.correlator.trial;

import dev.sentinel.yaml.Problem;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one file, so that one reading finds everything. */
final class Complaints {
    private static final int MOST = 100;

    private final String file;
    private final List<Problem> problems = new ArrayList<>();

    Complaints(String file) {
        this.file = file;
    }

    void at(int line, String what) {
        if (problems.size() < MOST) {
            problems.add(new Problem(file, line, what));
        }
    }

    boolean none() {
        return problems.isEmpty();
    }

    List<Problem> all() {
        return problems.stream().distinct().sorted().toList();
    }
}
