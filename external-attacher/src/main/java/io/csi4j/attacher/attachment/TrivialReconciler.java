package io.csi4j.attacher.attachment;

import io.csi4j.attacher.request.Step;
import io.csi4j.controller.storage.Attachment;
import io.csi4j.controller.work.Next;
import io.csi4j.controller.work.Reconciler;
import io.csi4j.sidecar.log.Log;
import java.util.Map;

/**
 * For drivers that need no attaching: calls nobody, and marks every attachment of theirs as attached, also one that is
 * being deleted (contract 5). Keys are names of attachments.
 */
public final class TrivialReconciler implements Reconciler<String> {
    private static final Log log = Log.of(TrivialReconciler.class);

    private final String driver;
    private final AttachmentWriter writer;

    public TrivialReconciler(String driver, AttachmentWriter writer) {
        this.driver = driver;
        this.writer = writer;
    }

    @Override
    public Next reconcile(String name) {
        return writer.find(name)
                .filter(found -> found.spec().attacher().equals(driver))
                .filter(found -> !found.status().attached())
                .map(this::mark)
                .orElseGet(Next::forget);
    }

    private Next mark(Attachment seen) {
        return switch (writer.attached(seen, Map.of())) {
            case Step.Ready<Attachment> _ -> Next.forget();
            case Step.Blocked<Attachment>(var problem) -> {
                log.error(null, "cannot mark as attached", "attachment", seen.name(), "reason", problem.message());
                yield Next.backoff(problem.message());
            }
        };
    }
}
