package dev.sentinel.responders.books;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.sentinel.transport.store.Row;

/** Messages that were written here before. */
final class Parsed {

    private Parsed() {}

    static <T extends Message> T body(Row row, Parser<T> parser) {
        return column(row, "body", parser);
    }

    static <T extends Message> T column(Row row, String column, Parser<T> parser) {
        try {
            return parser.parseFrom(row.bytes(column));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the store holds what was not written there", e);
        }
    }
}
