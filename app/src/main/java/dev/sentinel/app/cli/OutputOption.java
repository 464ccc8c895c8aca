package dev.sentinel.app.cli;

import dev.sentinel.app.output.Table;
import picocli.CommandLine.Option;

/** {@code -o table|json}, for every command that shows data. */
final class OutputOption {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|json",
            description = "How data is written to stdout (default: table).")
    private Table.Format format = Table.Format.TABLE;

    Table.Format format() {
        return format;
    }
}
