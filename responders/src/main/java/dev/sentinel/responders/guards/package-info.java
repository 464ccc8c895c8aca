/** What must hold at the moment of acting, asked when a plan is made and again right before each act; pure. The planner and the executor ask. */
@NullMarked
package dev.sentinel.responders.guards;

import org.jspecify.annotations.NullMarked;
