/**
 * The user stories as steps that check themselves: the demo tells them, the tests run them.
 *
 * <p>Enter at a story's {@code tell}. A step that does not end as told throws, with what was expected.
 */
@NullMarked
package io.csi4j.e2e.story;

import org.jspecify.annotations.NullMarked;
