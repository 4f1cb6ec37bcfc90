/**
 * An API server in memory, reached over real HTTP, that speaks the part of Kubernetes' REST the controllers use.
 *
 * <p>Enter at {@link io.csi4j.testkit.apiserver.FakeApiServer}. It keeps any kind of object as JSON and knows lists in
 * pages, watches with bookmarks, conflicts, finalizers, status subresources and the patch formats; it checks next to
 * nothing of what is inside an object. Must not know the controller kit.
 */
@NullMarked
package io.csi4j.testkit.apiserver;

import org.jspecify.annotations.NullMarked;
