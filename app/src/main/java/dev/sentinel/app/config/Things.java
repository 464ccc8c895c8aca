package dev.sentinel.app.config;

import dev.sentinel.v1.Ref;
import java.util.regex.Pattern;

/** Things as people write them: kind, namespace where there is one, and name. */
public final class Things {
    private static final Pattern WRITTEN = Pattern.compile("([a-z0-9_.]{1,128})/(?:([^/]{1,253})/)?([^/]{1,253})");

    private Things() {}

    static Shape<Ref> shape() {
        return Shape.of(Things::parse, Things::written);
    }

    private static Parsed<Ref> parse(String text) {
        var written = WRITTEN.matcher(text);
        if (!written.matches()) {
            return Parsed.wrong(
                    "\"%s\" names no thing; write it like host.machine/db-1 or kubernetes.persistent_volume_claim/monitoring/data-0"
                            .formatted(text));
        }
        var ref = Ref.newBuilder().setKind(written.group(1)).setName(written.group(3));
        if (written.group(2) != null) {
            ref.setNamespace(written.group(2));
        }
        return Parsed.good(ref.build());
    }

    public static String written(Ref ref) {
        return ref.getKind() + "/" + (ref.getNamespace().isEmpty() ? "" : ref.getNamespace() + "/") + ref.getName();
    }
}
