package dev.sentinel.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects what is wrong with one file, so that one reading finds everything. */
public final class Problems {
    /** A file that is wrong in more ways is hardly what it wants to be. */
    private static final int MOST = 100;

    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    public Problems(String file) {
        this.file = file;
    }

    public void at(Node node, String what) {
        at(line(node), what);
    }

    public void at(int line, String what) {
        if (problems.size() < MOST) {
            problems.add(new Problem(file, line, what));
        }
    }

    public void warn(Node node, String what) {
        if (warnings.size() < MOST) {
            warnings.add(new Problem(file, line(node), what));
        }
    }

    public boolean none() {
        return problems.isEmpty();
    }

    public List<Problem> problems() {
        return problems.stream().distinct().sorted().toList();
    }

    public List<Problem> warnings() {
        return warnings.stream().distinct().sorted().toList();
    }

    public static int line(Node node) {
        return line(node.getStartMark());
    }

    public static int line(Optional<Mark> mark) {
        return mark.map(Mark::getLine).orElse(-1) + 1;
    }
}
