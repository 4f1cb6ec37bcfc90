/**
 * Sample objects for tests of the controllers: valid ones, of which a test changes what matters.
 *
 * <p>Enter at {@link io.csi4j.samples.Samples}. Each sample answers our record of the object and the JSON that makes
 * an API server tell exactly that record. A module of its own because the test kit lies below the controller kit, whose
 * records these are.
 */
@NullMarked
package io.csi4j.samples;

import org.jspecify.annotations.NullMarked;
