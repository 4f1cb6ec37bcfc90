package io.csi4j.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.csi4j.controller.codec.Fields;
import io.csi4j.controller.codec.JsonFields;
import io.csi4j.controller.codec.ProtoFields;
import io.csi4j.controller.codec.Shape;
import io.csi4j.controller.storage.KubeObject;
import io.csi4j.controller.storage.Node;
import io.csi4j.controller.storage.ObjectKey;
import io.csi4j.lab.ControlPlane;
import io.csi4j.lab.ControlPlaneOptions;
import io.csi4j.lab.LabCache;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Against a real API server: each kind says the same in protobuf as in JSON, in every field there is a number for in
 * {@link Shapes}. The objects are in {@code forms.yaml}, the parts that only a status can have in {@code STATUS}.
 */
@Timeout(120)
class LabFormsIT {
    /** Statuses that are patched onto the objects, as they cannot be applied. */
    private static final List<List<String>> STATUS =
            List.of(List.of("pvc", "db-0", """
                    {"status": {"phase": "Bound", "capacity": {"storage": "2Gi"},
                     "allocatedResources": {"storage": "1536Mi"},
                     "allocatedResourceStatuses": {"storage": "NodeResizePending"},
                     "currentVolumeAttributesClassName": "silver",
                     "modifyVolumeStatus": {"targetVolumeAttributesClassName": "gold", "status": "InProgress"},
                     "conditions": [{"type": "Resizing", "status": "True", "reason": "why", "message": "working",
                      "lastProbeTime": "2026-03-01T08:59:00Z", "lastTransitionTime": "2026-03-01T09:00:00Z"}]}}
                    """), List.of("volumeattachment", "csi-1", """
                    {"status": {"attached": true, "attachmentMetadata": {"path": "/dev/x", "empty": ""},
                     "attachError": {"time": "2026-03-01T08:00:00Z", "message": "once", "errorCode": 0},
                     "detachError": {"time": "2026-03-01T08:00:01Z", "message": "busy", "errorCode": 8}}}
                    """));

    private static ControlPlane controlPlane;
    private static KubeApi api;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        controlPlane = ControlPlane.start(
                LabCache.standard(),
                folder,
                ControlPlaneOptions.standard()
                        .withApiServerArguments("--feature-gates=CrossNamespaceVolumeDataSource=true"));
        var kubectl = controlPlane.kubectl();
        kubectl.run("create", "namespace", "shop");
        try (InputStream file = LabFormsIT.class.getResourceAsStream("forms.yaml")) {
            kubectl.create(new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8));
        }
        // The cluster's own controller takes what it does not know off the status of a claim that is not bound.
        kubectl.run("-n", "shop", "wait", "pvc/db-0", "--for=jsonpath={.status.phase}=Bound", "--timeout=60s");
        for (List<String> one : STATUS) {
            kubectl.run(
                    "-n",
                    "shop",
                    "patch",
                    one.get(0),
                    one.get(1),
                    "--subresource=status",
                    "--type=merge",
                    "-p",
                    one.get(2));
        }
        // Finalizers keep them, with the time of their deletion.
        kubectl.run("-n", "shop", "delete", "--wait=false", "pvc/db-0", "pv/csi", "volumeattachment/csi-1");
        api = KubeApi.connect(KubeOptions.of(controlPlane.kubeconfig().toString(), "", "csi-tester"));
    }

    @AfterAll
    static void end() {
        api.close();
        controlPlane.close();
    }

    static List<Arguments> kinds() {
        return List.of(
                kind(Kinds.CLAIMS, "shop", "db-0", "plain"),
                kind(
                        Kinds.VOLUMES,
                        "",
                        "csi",
                        "bare",
                        "pd",
                        "ebs",
                        "path",
                        "gluster",
                        "nfs",
                        "rbd",
                        "iscsi",
                        "cinder",
                        "ceph",
                        "fc",
                        "flocker",
                        "flex",
                        "azure-file",
                        "vsphere",
                        "quobyte",
                        "azure-disk",
                        "photon",
                        "portworx",
                        "scale",
                        "local",
                        "storageos"),
                kind(Kinds.NODES, "", "n1"),
                kind(Kinds.PODS, "shop", "db"),
                kind(Kinds.EVENTS, "shop", "db-0.17"),
                kind(Kinds.STORAGE_CLASSES, "", "fast", "empty"),
                kind(Kinds.VOLUME_ATTRIBUTES_CLASSES, "", "gold"),
                kind(Kinds.ATTACHMENTS, "", "csi-1", "csi-2"),
                kind(Kinds.CSI_NODES, "", "n1"),
                kind(Kinds.STORAGE_CAPACITIES, "shop", "csisc-1", "csisc-2"));
    }

    private static Arguments kind(Kind<?> kind, String namespace, String... names) {
        return Arguments.argumentSet(kind.plural(), kind, namespace, List.of(names));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aKindSaysTheSameInBothForms(Kind<? extends KubeObject> kind, String namespace, List<String> names) {
        Shape shape = Objects.requireNonNull(kind.shape());
        Set<String> unseen = new TreeSet<>();
        addPaths(shape, "", unseen);
        for (String name : names) {
            ObjectKey key = new ObjectKey(namespace, name);
            JsonElement json = read(kind, null, key, in -> asProtobuf(shape, ((JsonFields) in).raw()));
            JsonElement protobuf = read(kind, shape, key, LabFormsIT::tree);

            assertThat(protobuf).as(name).isEqualTo(json);
            unseen.removeIf(path -> isIn(protobuf, path));
        }
        if (kind != Kinds.CLAIMS) {
            // All kinds share the shape of their metadata, and few have a namespace or are being deleted here.
            unseen.removeIf(path -> path.startsWith("/metadata/"));
        }
        assertThat(unseen).as("fields that no object had").isEmpty();
    }

    /** The tree that a reader makes of the server's answer in one form. */
    private static JsonElement read(
            Kind<?> kind, @Nullable Shape shape, ObjectKey key, Fields.Value<JsonElement> reader) {
        List<JsonElement> trees = new ArrayList<>();
        Fields.Value<Node> capturing = in -> {
            trees.add(reader.read(in));
            return new Node(MetaFields.NONE, Map.of());
        };
        var one = new Kind<>(kind.place(), shape, capturing, null);
        assertThat(api.get(one, key)).as("%s %s", kind, key).isInstanceOf(Reply.Found.class);
        return trees.getFirst();
    }

    /** What is left of the JSON under the shape's own numbers. */
    private static JsonElement asProtobuf(Shape shape, String json) throws IOException {
        return tree(ProtoFields.enveloped(shape, Golden.protobuf(shape, json)));
    }

    private static JsonElement tree(Fields in) throws IOException {
        if (in.isPlain()) {
            String text = in.textOrNull();
            return text == null ? JsonNull.INSTANCE : new JsonPrimitive(text);
        }
        if (in.isObject()) {
            JsonObject object = new JsonObject();
            in.object(name -> object.add(name, tree(in)));
            return object;
        }
        JsonArray list = new JsonArray();
        in.each(element -> {
            list.add(tree(element));
            return element;
        });
        return list;
    }

    /** All fields below a shape, as paths; lists, maps and inline objects leave no trace in them. */
    private static void addPaths(Shape shape, String prefix, Set<String> paths) {
        for (Shape.Field field : shape.fields()) {
            String path = field.isInline() ? prefix : prefix + "/" + field.name();
            if (!field.isInline()) {
                paths.add(path);
            }
            if (field.shape() != null) {
                addPaths(field.shape(), path, paths);
            }
        }
        // A name the server completes is in no answer; an inline volume's spec has the shape of a volume's.
        paths.removeIf(path -> path.endsWith("/generateName") || path.contains("/inlineVolumeSpec/"));
    }

    private static boolean isIn(JsonElement tree, String path) {
        List<JsonElement> found = List.of(tree);
        for (String name : path.substring(1).split("/", -1)) {
            List<JsonElement> next = new ArrayList<>();
            found.forEach(element -> step(element, name, next));
            found = next;
        }
        return !found.isEmpty();
    }

    private static void step(JsonElement element, String name, List<JsonElement> next) {
        if (element instanceof JsonArray list) {
            list.forEach(one -> step(one, name, next));
        } else if (element instanceof JsonObject object && object.has(name)) {
            next.add(object.get(name));
        }
    }
}
