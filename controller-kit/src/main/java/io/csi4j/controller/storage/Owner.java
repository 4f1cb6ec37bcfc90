package io.csi4j.controller.storage;

/** One of an object's {@code ownerReferences}: with the owner the object goes. */
public record Owner(
        String apiVersion, String kind, String name, String uid, boolean isController, boolean blocksDeletion) {}
