package dev.sentinel.correlator.trial;

import dev.sentinel.correlator.patterns.Pattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Runs tests of patterns. What is told in order must give what is expected, and told again it must give the same. */
public final class Trial {
    private static final int ORDERS = 3;

    private final List<Pattern> patterns;
    private final SortedMap<String, Pattern> byName = new TreeMap<>();

    public Trial(Collection<Pattern> patterns) {
        this.patterns = List.copyOf(patterns);
        patterns.forEach(pattern -> byName.put(pattern.name(), pattern));
    }

    /** Runs the tests of a file, in its order, all of them whatever fails. */
    public List<Result> run(TestFile file) {
        return file.tests().stream().map(test -> run(file.file(), test)).toList();
    }

    /** Runs one test of a file. */
    public Result run(String file, PatternTest test) {
        var retelling = new Retelling(patterns, Recording.of(test), Retelling.World.STANDS_STILL);
        var came = retelling.inOrder();
        var complaints = new ArrayList<>(new Judge(byName, test, came).complaints());
        complaints.addAll(retelling.complaints(came, ORDERS));
        return new Result(file, test.line(), test.name(), complaints);
    }
}
