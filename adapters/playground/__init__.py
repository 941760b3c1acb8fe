"""The playground: one page on this machine where made-up people try Handrail out."""
