package dev.sentinel.app.cli;

import dev.sentinel.app.output.Printable;
import dev.sentinel.v1.Ref;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine.Parameters;

/** Things, written as kind, namespace where there is one, and name. */
final class RefsArgument {

    private static final int MOST = 256;
    private static final Pattern WRITTEN = Pattern.compile("([a-z0-9_.]{1,128})/(?:([^/]{1,253})/)?([^/]{1,253})");

    @Parameters(
            arity = "1..*",
            paramLabel = "THING",
            description = "KIND/NAME or KIND/NAMESPACE/NAME, as in kubernetes.node/agent-4.")
    private List<String> things = List.of();

    List<Ref> read() {
        if (things.size() > MOST) {
            throw new CommandFailure(ExitCode.USAGE, "at most %d things".formatted(MOST));
        }
        return things.stream().map(RefsArgument::ref).toList();
    }

    private static Ref ref(String text) {
        var written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "\"%s\" names no thing; write it like kubernetes.node/agent-4 or prometheus.server/monitoring/k8s-0"
                            .formatted(Printable.escape(text)));
        }
        var ref = Ref.newBuilder().setKind(written.group(1)).setName(written.group(3));
        if (written.group(2) != null) {
            ref.setNamespace(written.group(2));
        }
        return ref.build();
    }

    static String written(Ref ref) {
        return ref.getKind() + "/" + (ref.getNamespace().isEmpty() ? "" : ref.getNamespace() + "/") + ref.getName();
    }
}
