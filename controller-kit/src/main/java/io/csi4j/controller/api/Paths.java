package io.csi4j.controller.api;

import io.csi4j.controller.storage.ObjectKey;
import okhttp3.HttpUrl;

/** Where objects lie below the server's base URL. */
final class Paths {
    private Paths() {}

    /** All objects of a kind, or those of one namespace. */
    static HttpUrl.Builder collection(HttpUrl.Builder url, Kind.Place place, String namespace) {
        group(url, place.group(), place.version());
        if (place.namespaced() && !namespace.isEmpty()) {
            url.addPathSegment("namespaces").addPathSegment(namespace);
        }
        return url.addPathSegment(place.plural());
    }

    static HttpUrl.Builder object(HttpUrl.Builder url, Kind.Place place, ObjectKey key) {
        return collection(url, place, key.namespace()).addPathSegment(key.name());
    }

    /** One version of an API group: what discovery reads. */
    static HttpUrl.Builder group(HttpUrl.Builder url, String group, String version) {
        if (group.isEmpty()) {
            return url.addPathSegment("api").addPathSegment(version);
        }
        return url.addPathSegment("apis").addPathSegment(group).addPathSegment(version);
    }
}
