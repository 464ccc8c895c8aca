package dev.sentinel.collectors.running;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.sentinel.v1.AttachmentTicket;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.Ref;
import java.io.IOException;
import java.util.List;

/**
 * Writes the records of the readings as JSON, with the messages of the contract in them as bytes. What a newer program adds
 * or removes is read as far as it goes; what no longer fits is forgotten.
 */
public final class JsonCodec<S> implements Codec<S> {
    private final ObjectMapper mapper;
    private final JavaType type;

    private JsonCodec(ObjectMapper mapper, JavaType type) {
        this.mapper = mapper;
        this.type = type;
    }

    public static <S> JsonCodec<S> of(Class<S> state) {
        ObjectMapper mapper = mapper(List.of(state));
        return new JsonCodec<>(mapper, mapper.constructType(state));
    }

    /** For a state with type arguments. */
    public static <S> JsonCodec<S> of(TypeReference<S> state) {
        ObjectMapper mapper = mapper(List.of());
        return new JsonCodec<>(mapper, mapper.constructType(state.getType()));
    }

    private static ObjectMapper mapper(List<Class<?>> families) {
        SimpleModule messages = new SimpleModule("messages");
        message(messages, Ref.class, Ref.parser());
        message(messages, Edge.class, Edge.parser());
        message(messages, AttachmentTicket.class, AttachmentTicket.parser());
        ObjectMapper mapper = JsonMapper.builder()
                .addModules(new Jdk8Module(), new JavaTimeModule(), messages)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .build();
        for (Class<?> family : families) {
            if (family.isSealed()) {
                mapper.addMixIn(family, Named.class);
                mapper.registerSubtypes(family.getPermittedSubclasses());
            }
        }
        return mapper;
    }

    private static <M extends Message> void message(SimpleModule module, Class<M> type, Parser<M> parser) {
        module.addSerializer(type, new Written<>(type));
        module.addDeserializer(type, new Read<>(type, parser));
    }

    @Override
    public byte[] encode(S state) {
        try {
            return mapper.writerFor(type).writeValueAsBytes(state);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a state that cannot be written down: " + type, e);
        }
    }

    @Override
    public S decode(byte[] bytes) throws Forgotten {
        try {
            return mapper.readerFor(type).readValue(bytes);
        } catch (IOException | RuntimeException e) {
            // A record refuses in its constructor what no longer makes sense.
            throw new Forgotten(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    /** Members of a sealed family carry their name. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME)
    private interface Named {}

    private static final class Written<M extends Message> extends StdSerializer<M> {
        private static final long serialVersionUID = 1L;

        Written(Class<M> type) {
            super(type);
        }

        @Override
        public void serialize(M message, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeBinary(message.toByteArray());
        }
    }

    private static final class Read<M extends Message> extends StdDeserializer<M> {
        private static final long serialVersionUID = 1L;

        private final transient Parser<M> parser;

        Read(Class<M> type, Parser<M> parser) {
            super(type);
            this.parser = parser;
        }

        @Override
        public M deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return parser.parseFrom(in.getBinaryValue());
        }
    }
}
