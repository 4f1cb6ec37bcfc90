package io.csi4j.sidecar.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
    private final Routes routes = new Routes().page("/healthz", request -> Answer.ok());

    @ParameterizedTest
    @ValueSource(strings = {"/", "/healthz/", "/healthz/x", "//healthz", "/Healthz", "*"})
    void onlyTheExactPathIsFound(String path) throws InterruptedException {
        Answer answer = routes.page(path).answer(new Request("GET", path, "", 1, Map.of()));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("404 page not found\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "metrics", "/healthz"})
    void aPathThatCannotBeServedEndsTheStart(String path) {
        var refused = catchThrowableOfType(StartupException.class, () -> routes.page(path, request -> Answer.ok()));

        assertThat(refused.exit()).isEqualTo(Exit.FAILURE);
    }

    @Test
    void theExactPathIsFound() throws InterruptedException {
        assertThat(routes.page("/healthz").answer(new Request("GET", "/healthz", "", 1, Map.of())))
                .isEqualTo(Answer.ok());
    }
}
