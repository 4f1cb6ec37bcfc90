package io.csi4j.attacher.attachment;

import io.csi4j.attacher.request.FaultText;
import io.csi4j.attacher.request.Problem;
import io.csi4j.attacher.request.Step;
import io.csi4j.controller.storage.Attachment;
import io.csi4j.sidecar.launch.Ticker;
import io.csi4j.sidecar.log.Log;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tells users in an attachment's status why it is not done (contract 4.4). */
final class FaultSaver {
    private static final Log log = Log.of(FaultSaver.class);

    /** A fault that only gets older is written again after that: users see that it goes on, and few writes are made. */
    private static final Duration SAME_AGAIN_AFTER = Duration.ofMinutes(5);

    private final AttachmentWriter writer;
    private final Ticker ticker;
    private final boolean savesCodes;

    /** @param savesCodes whether a fault of an attach carries the driver's code */
    FaultSaver(AttachmentWriter writer, Ticker ticker, boolean savesCodes) {
        this.writer = writer;
        this.ticker = ticker;
        this.savesCodes = savesCodes;
    }

    void attachFailed(Attachment seen, Problem problem) {
        var now = writer.latest(seen).orElse(seen);
        save(now, "attachError", now.status().attachError(), fault(problem, savesCodes ? problem.code() : null));
    }

    void detachFailed(Attachment seen, Problem problem) {
        var now = writer.latest(seen).orElse(seen);
        save(now, "detachError", now.status().detachError(), fault(problem, null));
    }

    private Attachment.Fault fault(Problem problem, @Nullable Integer code) {
        String now = ticker.now().truncatedTo(ChronoUnit.SECONDS).toString();
        return new Attachment.Fault(now, FaultText.fitting(problem.message()), code);
    }

    /** A failure to save is only logged: the fault itself decides what follows. */
    private void save(Attachment seen, String field, Attachment.@Nullable Fault before, Attachment.Fault fault) {
        if (before != null && isSame(before, fault)) {
            return;
        }
        if (writer.failed(seen, field, fault) instanceof Step.Blocked<Attachment>(var problem)) {
            log.error(null, "cannot tell of the fault", "attachment", seen.name(), "reason", problem.message());
        }
    }

    private static boolean isSame(Attachment.Fault before, Attachment.Fault now) {
        return before.message().equals(now.message())
                && Objects.equals(before.code(), now.code())
                && age(before, now).compareTo(SAME_AGAIN_AFTER) < 0;
    }

    private static Duration age(Attachment.Fault before, Attachment.Fault now) {
        try {
            return Duration.between(Instant.parse(before.time()), Instant.parse(now.time()));
        } catch (DateTimeParseException _) {
            // Written by someone else, and not as the API wants times.
            return SAME_AGAIN_AFTER;
        }
    }
}
