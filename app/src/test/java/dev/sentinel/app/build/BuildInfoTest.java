package dev.sentinel.app.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BuildInfoTest {
    @Test
    void the_build_filled_in_what_it_is() {
        var build = BuildInfo.ofThisProgram();

        assertThat(build.version()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(build.commit()).isNotBlank().doesNotContain("$");
    }
}
