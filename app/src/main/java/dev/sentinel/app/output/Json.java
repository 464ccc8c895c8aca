package dev.sentinel.app.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes JSON in pure ASCII, so that a line stays one line for whatever reads it. */
public final class Json {
    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private Json() {}

    /** One object in one line; numbers and booleans stay what they are. */
    public static String object(Map<String, ?> fields) {
        try {
            return MAPPER.writeValueAsString(fields);
        } catch (JsonProcessingException unwritable) {
            throw new IllegalArgumentException("not made of plain values: " + fields.keySet(), unwritable);
        }
    }

    /** A list of objects, one to a line. */
    public static String array(List<? extends Map<String, ?>> objects) {
        return objects.stream().map(Json::object).collect(Collectors.joining(",\n ", "[", "]"));
    }
}
