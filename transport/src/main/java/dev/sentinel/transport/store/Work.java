package dev.sentinel.transport.store;

/**
 * What is to be done inside one transaction; it may run again when the transaction could not be committed, so it must
 * have no effect but through {@link Sql}.
 */
@FunctionalInterface
public interface Work<T> {
    T run(Sql sql);
}
