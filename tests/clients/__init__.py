"""Other people's programs against our pages, as they come: readers of status pages, a tester of APIs, axe."""
