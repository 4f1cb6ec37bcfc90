package io.csi4j.bench.row;

import io.csi4j.bench.program.Side;
import io.csi4j.testkit.driver.FakeDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The node's sidecars for half an hour in their containers' limits, while their driver comes and goes. */
final class SoakRow implements Row {
    private static final int DOWN_SECONDS = 2;
    private static final long SECOND = 1_000_000_000;

    private static int seconds(Ground ground) {
        return ground.scale().of(30 * 60, 8);
    }

    @Override
    public String name() {
        return "node-soak";
    }

    /** All sides at once: none of them needs much of the machine, and the time is the same for all. */
    @Override
    public void measure(Ground ground, Samples samples) {
        int restartEach = ground.scale().of(60, 5);
        samples.title("registrar and probe in 100Mi each for " + seconds(ground) + " s, asked each second, the driver "
                + "down for " + DOWN_SECONDS + " s each " + restartEach + " s");
        List<FakeDriver> drivers = new ArrayList<>();
        List<SoakedSidecar> sidecars = new ArrayList<>();
        try {
            for (Side side : ground.sides()) {
                begin(ground, side, drivers, sidecars);
            }
            soak(ground, drivers, sidecars, restartEach);
            sidecars.forEach(sidecar -> sidecar.report(samples));
        } finally {
            sidecars.forEach(SoakedSidecar::close);
            drivers.forEach(FakeDriver::close);
        }
    }

    private static void begin(Ground ground, Side side, List<FakeDriver> drivers, List<SoakedSidecar> sidecars) {
        FakeDriver driver = Controller.driverOf(side);
        drivers.add(driver);
        for (var kind : List.of(SoakedSidecar.Kind.registrar(), SoakedSidecar.Kind.probe())) {
            if (side.has(kind.program())) {
                sidecars.add(SoakedSidecar.start(ground, side, kind, driver));
            }
        }
    }

    private static void soak(Ground ground, List<FakeDriver> drivers, List<SoakedSidecar> sidecars, int restartEach) {
        long begin = System.nanoTime();
        for (int second = 1; second <= seconds(ground); second++) {
            LockSupport.parkNanos(begin + second * SECOND - System.nanoTime());
            int sinceRestart = second % restartEach;
            if (sinceRestart == 0) {
                drivers.forEach(FakeDriver::stop);
            } else if (sinceRestart == DOWN_SECONDS && second > restartEach) {
                drivers.forEach(FakeDriver::restart);
            }
            boolean isDriverUp = second < restartEach || sinceRestart >= DOWN_SECONDS;
            sidecars.forEach(sidecar -> sidecar.ask(isDriverUp));
            if (second % restartEach == restartEach - 1) {
                ground.say("… " + second + " of " + seconds(ground) + " s");
            }
        }
    }
}
