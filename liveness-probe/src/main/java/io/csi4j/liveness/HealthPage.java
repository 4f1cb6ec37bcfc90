package io.csi4j.liveness;

import io.csi4j.sidecar.http.Answer;
import io.csi4j.sidecar.http.Page;
import io.csi4j.sidecar.http.Request;
import io.csi4j.sidecar.log.Log;
import java.time.Duration;

/** {@code /healthz}: contract liveness-probe.md, section 4. Fails until the driver's name is known. */
final class HealthPage implements Page, AutoCloseable {
    private static final Log LOG = Log.of(HealthPage.class);

    /** What a look may take beyond its budget before it counts as hanging. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final NameSearch search;
    private final DriverHealth driver;
    private final ProbeMetrics metrics;
    private final Duration budget;
    private final SharedLook shared;

    /** @param budget of one look */
    HealthPage(NameSearch search, DriverHealth driver, ProbeMetrics metrics, Duration budget) {
        this.search = search;
        this.driver = driver;
        this.metrics = metrics;
        this.budget = budget;
        Duration longest = (budget.isPositive() ? budget : Duration.ZERO).plus(GRACE);
        this.shared = new SharedLook(this::look, longest);
    }

    @Override
    public Answer answer(Request request) throws InterruptedException {
        Health health = search.isOver() ? shared.health() : unknown();
        return Answer.text(health.status(), health.body());
    }

    private Health look() {
        Health health = driver.look(budget);
        if (health.alive()) {
            LOG.v(5).info("driver is alive");
            metrics.succeededNow();
        } else if (!Thread.currentThread().isInterrupted()) {
            LOG.error(null, "health check failed", "reason", health.body());
        }
        return health;
    }

    /** Cuts the look under way short. */
    @Override
    public void close() {
        shared.close();
    }

    private Health unknown() {
        Health health = Health.failing("the driver has not told its name yet: " + search.waitingFor());
        LOG.error(null, "health check failed", "reason", health.body());
        return health;
    }
}
