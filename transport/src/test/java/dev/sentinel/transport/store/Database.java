package dev.sentinel.transport.store;

import dev.sentinel.harness.Shared;
import java.nio.file.Path;

/** The databases that every contract test runs on. */
public enum Database {
    SQLITE {
        @Override
        public StoreConfig fresh(Path folder) {
            return new StoreConfig.Sqlite(folder.resolve("sentinel.db"));
        }
    },
    POSTGRES {
        @Override
        public StoreConfig fresh(Path folder) {
            var database = Shared.postgres().freshDatabase();
            return new StoreConfig.Postgres(database.jdbcUrl(), database.user(), database.password());
        }
    };

    public abstract StoreConfig fresh(Path folder);
}
