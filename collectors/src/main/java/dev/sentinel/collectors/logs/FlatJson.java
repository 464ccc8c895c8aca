package dev.sentinel.collectors.logs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The first level of a JSON object as texts. Read as a stream, so that nesting and length cost nothing. */
record FlatJson(JsonFactory json, int mostKeys, int longestValue) {

    /** The keys read before the end, or before the text stopped being JSON; none when it is no object. */
    Map<String, String> read(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser parser = json.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return fields;
            }
            while (fields.size() < mostKeys && parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                String value = value(parser, parser.nextToken());
                // The first of two equal keys counts: a writer's own, before what a user put in.
                fields.putIfAbsent(clip(key), value);
            }
        } catch (IOException noJson) {
            // What was read so far is all there is.
        }
        return fields;
    }

    private String value(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.START_ARRAY) {
            return array(parser);
        }
        if (token == JsonToken.START_OBJECT) {
            parser.skipChildren();
            return "";
        }
        return token == null || token == JsonToken.VALUE_NULL ? "" : clip(parser.getText());
    }

    /** An array of bytes, as the journal writes what is not UTF-8; of any other array its first text. */
    private String array(JsonParser parser) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String first = "";
        for (JsonToken token = parser.nextToken();
                token != null && token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            if (token == JsonToken.VALUE_NUMBER_INT
                    && bytes.size() < longestValue
                    && parser.getText().length() <= 4) {
                bytes.write(parser.getIntValue());
            } else if (token == JsonToken.VALUE_STRING && first.isEmpty()) {
                first = clip(parser.getText());
            } else {
                parser.skipChildren();
            }
        }
        return first.isEmpty() ? bytes.toString(StandardCharsets.UTF_8) : first;
    }

    private String clip(String text) {
        return text.length() <= longestValue ? text : text.substring(0, longestValue);
    }
}
