package io.csi4j.provisioner.capacity.upkeep;

import io.csi4j.controller.api.Kinds;
import io.csi4j.controller.api.KubeApi;
import io.csi4j.controller.api.KubeApi.Deletion;
import io.csi4j.controller.api.Patch;
import io.csi4j.controller.api.Reply;
import io.csi4j.controller.storage.Owner;
import io.csi4j.controller.storage.Quantity;
import io.csi4j.controller.storage.StorageCapacity;
import io.csi4j.controller.storage.StorageClass;
import io.csi4j.controller.work.Next;
import io.csi4j.controller.work.Reconciler;
import io.csi4j.provisioner.capacity.CapacityKey;
import io.csi4j.provisioner.capacity.CapacityKey.Slot;
import io.csi4j.provisioner.capacity.CapacityRules;
import io.csi4j.provisioner.capacity.Found;
import io.csi4j.provisioner.capacity.Room;
import io.csi4j.provisioner.capacity.Writing;
import io.csi4j.provisioner.volume.Driver;
import io.csi4j.sidecar.csi.GrpcText;
import io.csi4j.sidecar.csi.Outcome;
import io.csi4j.sidecar.log.Log;
import io.csi4j.spec.v1.GetCapacityResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the objects of one key what they are to be: none, or one that tells the room the driver has. The only place
 * that decides when a key is looked at again.
 */
final class CapacityReconciler implements Reconciler<CapacityKey> {
    private static final Log log = Log.of(CapacityReconciler.class);

    private final KubeApi kube;
    private final Driver driver;
    private final CapacityRules rules;
    private final CapacityObjects objects;
    private final Targets targets;
    private final Consumer<CapacityKey> poll;

    /** The two ends a pass stands between: the driver, and the API server, by a client of its own. */
    record Ends(Driver driver, KubeApi kube) {}

    /** @param poll has a slot looked at again after the poll interval */
    CapacityReconciler(
            Ends ends, CapacityRules rules, CapacityObjects objects, Targets targets, Consumer<CapacityKey> poll) {
        this.kube = ends.kube();
        this.driver = ends.driver();
        this.rules = rules;
        this.objects = objects;
        this.targets = targets;
        this.poll = poll;
    }

    @Override
    public Next reconcile(CapacityKey key) {
        return switch (key) {
            case CapacityKey.Stray _ ->
                tidied(key, Found.of(false, objects.of(key))).orElseGet(Next::forget);
            case Slot slot -> {
                var wanted = targets.wanted(slot);
                var found = Found.of(wanted.isPresent(), objects.of(slot));
                yield tidied(slot, found)
                        .or(() -> wanted.map(storageClass -> measure(slot, storageClass, found.kept())))
                        .orElseGet(Next::forget);
            }
        };
    }

    /** Deletes what is obsolete; present if that did not work. */
    private Optional<Next> tidied(CapacityKey key, Found found) {
        for (var object : found.obsolete()) {
            var reply = kube.delete(Kinds.STORAGE_CAPACITIES, object);
            boolean isGone = reply instanceof Reply.Found<Deletion>
                    || reply instanceof Reply.Absent<Deletion>
                    // Another object has its name: the one we meant is gone.
                    || reply instanceof Reply.Conflict<Deletion>;
            if (!isGone) {
                return Optional.of(failed(key, "cannot delete object " + object.name() + ": " + reply.problem()));
            }
            log.v(4).info("capacity object deleted", "capacity", key.text(), "object", object.name());
        }
        return Optional.empty();
    }

    private Next measure(Slot slot, StorageClass storageClass, @Nullable StorageCapacity kept) {
        return switch (driver.capacity(slot.request(storageClass))) {
            case Outcome.Done<GetCapacityResponse>(var response) ->
                switch (Writing.of(slot, kept, Room.of(response), rules)) {
                    case Writing.Nothing _ -> told(slot);
                    case Writing.Create(var object) ->
                        written(slot, objects.write(slot, () -> kube.create(Kinds.STORAGE_CAPACITIES, object)));
                    case Writing.Change change -> written(slot, objects.write(slot, () -> change(change)));
                };
            case Outcome.Refused<GetCapacityResponse>(var why, var status) ->
                failed(slot, "GetCapacity: " + GrpcText.of(status));
            case Outcome.Uncertain<GetCapacityResponse>(var status) ->
                failed(slot, "GetCapacity: " + GrpcText.of(status));
        };
    }

    private Reply<StorageCapacity> change(Writing.Change change) {
        var seen = change.seen();
        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("uid", seen.uid());
        meta.put("resourceVersion", seen.resourceVersion());
        if (!change.owners().equals(seen.owners())) {
            meta.put(
                    "ownerReferences",
                    change.owners().stream().map(CapacityReconciler::tree).toList());
        }
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("metadata", meta);
        tree.put("capacity", change.room().available().text());
        Quantity largest = change.room().largest();
        tree.put("maximumVolumeSize", largest == null ? null : largest.text());
        return kube.patch(Kinds.STORAGE_CAPACITIES, seen.key(), Patch.merge(tree));
    }

    private static Map<String, Object> tree(Owner owner) {
        return Map.of(
                "apiVersion", owner.apiVersion(),
                "kind", owner.kind(),
                "name", owner.name(),
                "uid", owner.uid(),
                "controller", owner.isController(),
                "blockOwnerDeletion", owner.blocksDeletion());
    }

    private Next written(Slot slot, Reply<StorageCapacity> reply) {
        if (reply instanceof Reply.Found<StorageCapacity>(var object)) {
            log.v(4).info("capacity told", "capacity", slot.text(), "bytes", bytes(object));
            return told(slot);
        }
        return failed(slot, "cannot write its object: " + reply.problem());
    }

    private static List<Quantity> bytes(StorageCapacity object) {
        return Optional.ofNullable(object.capacity()).stream().toList();
    }

    private Next told(Slot slot) {
        poll.accept(slot);
        return Next.forget();
    }

    private static Next failed(CapacityKey key, String reason) {
        log.error(null, "capacity is not told", "capacity", key.text(), "reason", reason);
        return Next.backoff(reason);
    }
}
