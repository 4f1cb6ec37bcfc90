package io.csi4j.controller.work;

/**
 * Brings what one key stands for nearer to what it should be, from whatever state it finds.
 *
 * @param <K> what the queue holds, with equality by value
 */
@FunctionalInterface
public interface Reconciler<K> {
    /**
     * One pass; never run twice at once for equal keys.
     *
     * @throws InterruptedException when the program ends; the key is left as it is
     */
    Next reconcile(K key) throws InterruptedException;
}
