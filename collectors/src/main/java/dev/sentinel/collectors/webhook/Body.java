package dev.sentinel.collectors.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;

/** Reads JSON of strangers within bounds. */
public final class Body {
    /** In bytes; a thousand alerts with long annotations fit. */
    public static final int LARGEST = 1 << 20;

    private static final int DEEPEST = 64;
    private static final int LONGEST_NUMBER = 64;

    private final JsonMapper json = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(LONGEST_NUMBER)
                            .maxStringLength(LARGEST)
                            .build())
                    .disable(com.fasterxml.jackson.core.StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** A body that was read, or the reason why not. */
    public sealed interface Read {
        record Good(JsonNode json) implements Read {}

        record Bad(Outcome.Refused why) implements Read {}
    }

    /** Reads one document. */
    public Read read(byte[] body) {
        if (body.length > LARGEST) {
            return bad(Refusal.TOO_LARGE, "the body has %d bytes; at most %d are read".formatted(body.length, LARGEST));
        }
        try (JsonParser parser = json.createParser(body)) {
            Optional<JsonNode> tree = Optional.ofNullable(json.readTree(parser));
            if (tree.isEmpty() || tree.get().isMissingNode()) {
                return bad(Refusal.UNREADABLE, "the body is empty; it must be JSON");
            }
            if (parser.nextToken() != null) {
                return bad(Refusal.UNREADABLE, "there is more than one JSON document in the body");
            }
            return new Read.Good(tree.get());
        } catch (JsonProcessingException broken) {
            return bad(Refusal.UNREADABLE, "the body is not JSON: " + Words.shown(broken.getOriginalMessage(), 200));
        } catch (IOException encoding) {
            return bad(
                    Refusal.UNREADABLE,
                    "the body is not text: " + Words.shown(String.valueOf(encoding.getMessage()), 200));
        }
    }

    private static Read bad(Refusal refusal, String why) {
        return new Read.Bad(new Outcome.Refused(refusal, why));
    }
}
