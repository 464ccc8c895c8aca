/** What came back from a target over HTTP, and what that means for an act. All targets that are asked over HTTP use it. */
@NullMarked
package dev.sentinel.responders.targets.web;

import org.jspecify.annotations.NullMarked;
