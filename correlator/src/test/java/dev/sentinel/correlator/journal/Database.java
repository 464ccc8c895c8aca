package dev.sentinel.correlator.journal;

import dev.sentinel.harness.Shared;
import dev.sentinel.transport.store.StoreConfig;
import java.nio.file.Path;

/** The databases that every test of the journal runs on. */
enum Database {
    SQLITE {
        @Override
        StoreConfig fresh(Path folder) {
            return new StoreConfig.Sqlite(folder.resolve("sentinel.db"));
        }
    },
    POSTGRES {
        @Override
        StoreConfig fresh(Path folder) {
            var database = Shared.postgres().freshDatabase();
            return new StoreConfig.Postgres(database.jdbcUrl(), database.user(), database.password());
        }
    };

    abstract StoreConfig fresh(Path folder);
}
