package io.csi4j.liveness;

import io.csi4j.sidecar.csi.DriverAddress;
import io.csi4j.sidecar.launch.Exit;
import io.csi4j.sidecar.launch.StartupException;
import io.csi4j.sidecar.launch.Ticker;

/** All that lives between start and end of the program; the port is open before the driver is there. */
final class RunningProbe implements AutoCloseable {
    private final DriverHealth driver;
    private final NameSearch search;
    private final HealthPage page;
    private final ProbeServers servers;

    private RunningProbe(DriverHealth driver, NameSearch search, HealthPage page, ProbeServers servers) {
        this.driver = driver;
        this.search = search;
        this.page = page;
        this.servers = servers;
    }

    /** @throws StartupException with {@link Exit#FAILURE} for an unusable address, of the driver or to listen on */
    static RunningProbe start(LivenessOptions options) {
        DriverAddress address = DriverAddress.parse(options.csiAddress());
        Ticker ticker = Ticker.system();
        var metrics = new ProbeMetrics(ticker);
        var driver = new DriverHealth(address, metrics, ticker);
        var search = new NameSearch(address, driver, metrics, ticker);
        var page = new HealthPage(search, driver, metrics, options.probeTimeout());
        ProbeServers servers = ProbeServers.listen(options, page, metrics.registry());
        search.start();
        return new RunningProbe(driver, search, page, servers);
    }

    ProbeServers servers() {
        return servers;
    }

    NameSearch search() {
        return search;
    }

    /** Ends without waiting for requests: whoever asks now hears nothing, as after a kill. */
    @Override
    public void close() {
        servers.close();
        page.close();
        search.close();
        driver.close();
    }
}
