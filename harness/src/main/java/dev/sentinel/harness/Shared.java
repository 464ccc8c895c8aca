package dev.sentinel.harness;

/**
 * Servers shared by all tests of one JVM, started when first asked for, stopped when the JVM ends. Do not harm them: a test
 * that kills or freezes starts its own.
 *
 * <p>These are statics on purpose: a server takes seconds to start, and the JVM is the only thing all test classes share.
 */
public final class Shared {
    private static final int CLUSTER_NODES = 3;

    private Shared() {}

    /** One node. */
    public static RabbitServer rabbit() {
        return Rabbit.SERVER;
    }

    /** Three nodes. */
    public static RabbitServer rabbitCluster() {
        return RabbitCluster.SERVER;
    }

    public static PostgresServer postgres() {
        return PostgresHolder.SERVER;
    }

    private static final class Rabbit {
        private static final RabbitServer SERVER = RabbitServer.start();

        static {
            atEnd(SERVER::close);
        }
    }

    private static final class RabbitCluster {
        private static final RabbitServer SERVER = RabbitServer.startCluster(CLUSTER_NODES);

        static {
            atEnd(SERVER::close);
        }
    }

    private static final class PostgresHolder {
        private static final PostgresServer SERVER = PostgresServer.start();

        static {
            atEnd(SERVER::close);
        }
    }

    private static void atEnd(Runnable close) {
        Runtime.getRuntime().addShutdownHook(new Thread(close, "stop shared test server"));
    }
}
