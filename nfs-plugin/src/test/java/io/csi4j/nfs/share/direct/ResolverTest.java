package io.csi4j.nfs.share.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.csi4j.nfs.share.Budget;
import io.csi4j.nfs.share.ShareFault;
import io.csi4j.nfs.share.ShareFault.Reason;
import io.csi4j.testkit.HandClock;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResolverTest {
    private final HandClock clock = new HandClock();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final Resolver resolver = new Resolver(this::answer, clock);

    private List<String> answer(String name) throws UnknownHostException {
        asked.add(name);
        if (name.startsWith("unknown")) {
            throw new UnknownHostException(name);
        }
        return List.of("10.0.0." + asked.size());
    }

    @AfterEach
    void stop() {
        resolver.close();
    }

    private List<String> addresses(String host, boolean fresh) throws ShareFault {
        return resolver.addresses(host, Budget.of(Duration.ofSeconds(30), clock), fresh);
    }

    @Test
    void aNameIsAskedForOnceInAWhile() throws ShareFault {
        assertThat(addresses("server", false)).containsExactly("10.0.0.1");
        assertThat(addresses("server", false)).containsExactly("10.0.0.1");

        clock.advance(Duration.ofSeconds(11));

        assertThat(addresses("server", false)).containsExactly("10.0.0.2");
    }

    @Test
    void anAnswerThatProvedUselessIsAskedForAgain() throws ShareFault {
        assertThat(addresses("server", false)).containsExactly("10.0.0.1");
        assertThat(addresses("server", true)).containsExactly("10.0.0.2");
        assertThat(addresses("server", false)).containsExactly("10.0.0.2");
    }

    @Test
    void aNameThatDoesNotResolveIsAskedForEachTime() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> addresses("unknown", false))
                    .isInstanceOfSatisfying(
                            ShareFault.class,
                            fault -> assertThat(fault.reason()).isEqualTo(Reason.NO_SUCH_SERVER));
        }

        assertThat(asked).hasSize(2);
    }

    @Test
    void anAddressIsNoName() throws ShareFault {
        assertThat(addresses("127.0.0.1", false)).containsExactly("127.0.0.1");
        assertThat(addresses("fd00::1", true)).hasSize(1);
        assertThat(asked).isEmpty();
    }
}
