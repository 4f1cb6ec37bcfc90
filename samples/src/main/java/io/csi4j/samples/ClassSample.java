package io.csi4j.samples;

import com.google.gson.JsonObject;
import io.csi4j.controller.storage.BindingMode;
import io.csi4j.controller.storage.ReclaimPolicy;
import io.csi4j.controller.storage.StorageClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A storage class in the making. Mutable. */
public final class ClassSample {
    private final MetaSample meta = new MetaSample("", Samples.CLASS);
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final List<String> mountOptions = new ArrayList<>();
    private String provisioner = Samples.DRIVER;
    private BindingMode bindingMode = BindingMode.IMMEDIATE;
    private ReclaimPolicy policy = ReclaimPolicy.DELETE;
    private boolean expandable;

    ClassSample() {}

    public ClassSample named(String name) {
        meta.named(name);
        return this;
    }

    public ClassSample uid(String uid) {
        meta.uid(uid);
        return this;
    }

    public ClassSample of(String driver) {
        provisioner = driver;
        return this;
    }

    public ClassSample with(String parameter, String value) {
        parameters.put(parameter, value);
        return this;
    }

    public ClassSample mounting(String... options) {
        mountOptions.addAll(List.of(options));
        return this;
    }

    public ClassSample waitingForAPod() {
        bindingMode = BindingMode.WAIT_FOR_FIRST_CONSUMER;
        return this;
    }

    public ClassSample reclaiming(ReclaimPolicy wanted) {
        policy = wanted;
        return this;
    }

    public ClassSample expandable() {
        expandable = true;
        return this;
    }

    public StorageClass record() {
        return new StorageClass(
                meta.value(), provisioner, parameters, policy, mountOptions, bindingMode, List.of(), expandable);
    }

    public JsonObject json() {
        Map<String, Object> rest = new LinkedHashMap<>();
        rest.put("provisioner", provisioner);
        rest.put("parameters", parameters);
        rest.put("mountOptions", mountOptions);
        Json.put(rest, "volumeBindingMode", bindingMode);
        Json.put(rest, "reclaimPolicy", policy);
        rest.put("allowVolumeExpansion", expandable);
        return Json.object("storage.k8s.io/v1", "StorageClass", meta, rest);
    }
}
