package dev.sentinel.responders.runbooks;

import dev.sentinel.yaml.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Runbooks that are in force together, in the order of their names. */
public record RunbookSet(List<Runbook> runbooks) {

    /** More than this is no set that somebody keeps. */
    public static final int MOST_RUNBOOKS = 256;

    public RunbookSet {
        runbooks = List.copyOf(runbooks);
    }

    /** What came of reading a set. One bad file makes the set bad: a runbook that is silently missing is worse. */
    public sealed interface Outcome {
        record Good(RunbookSet set) implements Outcome {}

        record Bad(List<Problem> problems) implements Outcome {
            public Bad {
                problems = List.copyOf(problems);
            }
        }
    }

    /** The runbook of a name. */
    public Optional<Runbook> find(String name) {
        return runbooks.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    public List<String> names() {
        return runbooks.stream().map(Runbook::name).toList();
    }

    /** Reads the files of a set, by name; tests ({@code NAME.tests.yaml}) are left to who runs them. */
    public static Outcome read(RunbookReader reader, SortedMap<String, String> files) {
        var byName = new TreeMap<String, Runbook>();
        var fileOf = new TreeMap<String, String>();
        var problems = new ArrayList<Problem>();
        files.forEach((file, text) -> {
            if (isTest(file)) {
                return;
            }
            switch (reader.read(file, text)) {
                case Reading.Bad bad -> problems.addAll(bad.problems());
                case Reading.Good good -> {
                    var name = good.runbook().name();
                    var first = fileOf.putIfAbsent(name, file);
                    if (first == null) {
                        byName.put(name, good.runbook());
                    } else {
                        problems.add(new Problem(
                                file,
                                0,
                                "the runbook \"%s\" is in %s already; give one of them another name"
                                        .formatted(name, first)));
                    }
                }
            }
        });
        if (byName.size() > MOST_RUNBOOKS) {
            problems.add(new Problem(
                    files.firstKey(),
                    0,
                    "is one of %d runbooks; a set has at most %d".formatted(byName.size(), MOST_RUNBOOKS)));
        }
        return problems.isEmpty()
                ? new Outcome.Good(new RunbookSet(List.copyOf(byName.values())))
                : new Outcome.Bad(problems.stream().sorted().toList());
    }

    /** Whether a file holds tests. */
    public static boolean isTest(String file) {
        return file.endsWith(".tests.yaml") || file.endsWith(".tests.yml");
    }
}
