package dev.sentinel.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.collectors.logs.ShippedSignatures;
import dev.sentinel.collectors.logs.Signatures;
import dev.sentinel.collectors.webhook.Mappings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The signature and the mapping that docs/collectors.md shows work as they stand there, examples included. */
final class DocumentedRulesTest {
    private static final Path PAGE =
            Path.of(System.getProperty("sentinel.root", "..")).resolve("docs/collectors.md");

    private static String shown(String begins) throws IOException {
        return Pattern.compile("(?s)```yaml\n(" + begins + ".*?)```")
                .matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void the_signature_holds_beside_those_that_ship() throws IOException {
        var texts = new LinkedHashMap<>(ShippedSignatures.texts());
        texts.put("page.yaml", shown("programs:"));
        assertThat(Signatures.load(texts)).isInstanceOf(Signatures.Loaded.Good.class);
    }

    @Test
    void the_mapping_holds() throws IOException {
        var texts = new LinkedHashMap<String, String>();
        texts.put("page.yaml", shown("mappings:"));
        assertThat(Mappings.load(texts)).isInstanceOf(Mappings.Loaded.Good.class);
    }
}
