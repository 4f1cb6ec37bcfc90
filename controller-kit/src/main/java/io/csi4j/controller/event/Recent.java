package io.csi4j.controller.event;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets whatever was not used for longest, beyond {@value #SIZE} entries. */
final class Recent<K, V> extends LinkedHashMap<K, V> {
    /** As in client-go's event correlator. */
    static final int SIZE = 4096;

    private static final long serialVersionUID = 1L;

    Recent() {
        super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > SIZE;
    }
}
