# What R's survey package says of made-up answers under many designs.
# Rscript designs.R   writes answers.csv (the made-up answers) and designs.csv (what R says), with the versions.
suppressMessages(library(survey))
# Arithmetic alone, so that the answers do not depend on a generator of R.
draw <- local({ state <- 20261130; function(n = 1) sapply(1:n, function(i) {
  state <<- (state * 16807) %% 2147483647; state / 2147483647 }) })

rows <- list()
for (h in 1:4) for (p in 1:c(6, 5, 3, 4)[h]) for (s in 1:3) {
  people <- if (h == 1 && p == 2) 2 else 3 + (h * 7 + p * 5 + s * 3) %% 4
  effect <- draw()
  for (k in 1:people) {
    u <- draw(5)
    rows[[length(rows) + 1]] <- data.frame(
      stratum = LETTERS[h], psu = paste0("p", p), ssu = paste0("s", s), half = if (s == 3) "y" else "x",
      unit = if (h == 1 && p <= 3) "north" else if (u[5] < 0.5) "mid" else "south",
      sex = if (u[4] < 0.45) "m" else "f", age = if ((k + p) %% 3 == 0) "old" else "young",
      weight = c(12.5, 40.25, 8, 21.125)[h] + 0.5 * ((p + s) %% 3),
      q1 = if (u[1] < 0.08) NA else 1 + floor(5 * min(0.999, 0.35 + 0.4 * effect + 0.25 * u[2])),
      spent = if (u[3] < 0.05) NA else round(20 + 300 * u[2] * effect),
      visits = 1 + floor(4 * u[5]),
      fpc1 = c(40, 22, 9, 30)[h], fpc2 = 8 + p, fpc3 = 25 + 2 * s)
  }
}
d <- do.call(rbind, rows)
d$person <- 1:nrow(d)
d$happy <- ifelse(is.na(d$q1), NA, as.numeric(d$q1 >= 4))
d$all <- 1; d$none <- 0
d$answered <- ifelse(d$person %% 7 == 0, 0, 3 - (d$person %% 3 == 0))
d$liked <- pmin(d$answered, ifelse(is.na(d$q1), 0, floor(d$q1 / 2)))
d$psus <- paste(d$stratum, d$psu); d$ssus <- paste(d$psus, d$ssu)
write.csv(d[, c("person", "stratum", "psu", "ssu", "half", "unit", "sex", "age", "weight", "q1", "spent", "visits",
                "answered", "liked", "fpc1", "fpc2", "fpc3")], "answers.csv", row.names = FALSE, quote = FALSE)

out <- file("designs.csv", "w")
num <- function(x) ifelse(is.finite(x), formatC(x, digits = 17, format = "g", width = 1), "")
cat("# ", R.version.string, ", survey ", as.character(packageVersion("survey")), "\n", sep = "", file = out)
cat("design,figure,domain,value,se,df,n,deff,deff_replaced,logit_low,logit_high,beta_low,beta_high\n", file = out)

say <- function(name, figure, domain, est, des, deffs = c(NA, NA), shares = NULL) {
  limits <- rep(NA, 4)
  if (!is.null(shares) && degf(des) > 0) {
    limits[1:2] <- as.vector(attr(suppressWarnings(svyciprop(shares, des, method = "xlogit")), "ci"))
    limits[3:4] <- as.vector(attr(suppressWarnings(svyciprop(shares, des, method = "beta")), "ci"))
  }
  se <- as.vector(SE(est))
  cat(paste(c(name, figure, domain, num(c(as.vector(coef(est)), se, degf(des), sum(weights(des) != 0), deffs, limits))),
            collapse = ","), "\n", sep = "", file = out)
}
figures <- function(name, design, domains = c("", "north", "mid"), which = c("happy", "q1", "spent", "ratio", "factor", "total", "people")) {
  for (domain in domains) {
    des <- if (domain == "") design else subset(design, unit == domain)
    deffs <- function(f, one) c(tryCatch(deff(f(one, subset(des, !is.na(get(all.vars(one)))), deff = TRUE)), error = function(e) NA),
                                tryCatch(deff(f(one, subset(des, !is.na(get(all.vars(one)))), deff = "replace")), error = function(e) NA))
    if ("happy" %in% which) { s <- subset(des, !is.na(happy)); say(name, "happy", domain, svymean(~happy, s), s, deffs(svymean, ~happy), ~happy) }
    if ("q1" %in% which) { s <- subset(des, !is.na(q1)); say(name, "q1", domain, svymean(~q1, s), s, deffs(svymean, ~q1)) }
    if ("spent" %in% which) { s <- subset(des, !is.na(spent)); say(name, "spent", domain, svymean(~spent, s), s, deffs(svymean, ~spent)) }
    if ("ratio" %in% which) { s <- subset(des, !is.na(spent)); r <- svyratio(~spent, ~visits, s)
      say(name, "ratio", domain, r, s, c(as.vector(deff(svyratio(~spent, ~visits, s, deff = TRUE))), as.vector(deff(svyratio(~spent, ~visits, s, deff = "replace"))))) }
    if ("factor" %in% which) { s <- subset(des, answered > 0); say(name, "factor", domain, svyratio(~liked, ~answered, s), s) }
    if ("total" %in% which) { s <- subset(des, !is.na(spent)); say(name, "total", domain, svytotal(~spent, s), s, deffs(svytotal, ~spent)) }
    if ("people" %in% which) { s <- subset(des, !is.na(happy)); say(name, "people", domain, svytotal(~happy, s), s, deffs(svytotal, ~happy)) }
    if ("ends" %in% which) { say(name, "all", domain, svymean(~all, des), des); say(name, "none", domain, svymean(~none, des), des) }
  }
}
options(survey.lonely.psu = "adjust")
everything <- c("happy", "q1", "spent", "ratio", "factor", "total", "people", "ends")
figures("simple", svydesign(ids = ~1, weights = ~all, data = d), which = everything)
figures("simple_fpc", svydesign(ids = ~1, weights = rep(11.5, nrow(d)), fpc = rep(nrow(d) * 11.5, nrow(d)), data = d))
figures("weights", svydesign(ids = ~1, weights = ~weight, data = d))
figures("strata", svydesign(ids = ~1, strata = ~stratum, weights = ~weight, data = d), which = everything)
d$persons_fpc <- c(A = 900, B = 2500, C = 300, D = 1100)[d$stratum]
figures("strata_fpc", svydesign(ids = ~1, strata = ~stratum, weights = ~weight, fpc = ~persons_fpc, data = d))
figures("clusters", svydesign(ids = ~psus, weights = ~weight, data = d))
figures("strata_clusters", svydesign(ids = ~psu, strata = ~stratum, nest = TRUE, weights = ~weight, data = d), which = everything)
figures("strata_clusters_fpc", svydesign(ids = ~psu, strata = ~stratum, nest = TRUE, weights = ~weight, fpc = ~fpc1, data = d))
d$share <- c(A = 0.15, B = 0.25, C = 0.5, D = 0.1)[d$stratum]
figures("strata_clusters_share", svydesign(ids = ~psu, strata = ~stratum, nest = TRUE, weights = ~weight, fpc = ~share, data = d))
figures("two_stages_fpc", svydesign(ids = ~psu + ssu, strata = ~stratum, nest = TRUE, weights = ~weight, fpc = ~fpc1 + fpc2, data = d), which = everything)
d$psu_persons <- 60 + 5 * as.numeric(factor(d$psus))
figures("two_stages_persons", svydesign(ids = ~psu + person, strata = ~stratum, nest = TRUE, weights = ~weight, fpc = ~fpc1 + psu_persons, data = d))
figures("three_stages_fpc", svydesign(ids = ~psu + ssu + person, strata = ~stratum, nest = TRUE, weights = ~weight, fpc = ~fpc1 + fpc2 + fpc3, data = d))
d$half_fpc <- ifelse(d$half == "x", 6, 5)
figures("second_strata", svydesign(ids = ~psu + ssu, strata = ~stratum + half, nest = TRUE, weights = ~weight, fpc = ~fpc1 + half_fpc, data = d))
figures("small_primary", svydesign(ids = ~psus, strata = ~stratum, weights = ~weight, data = subset(d, TRUE)), domains = c("north", "south"))
d$zero <- ifelse(d$person %% 9 == 0, 0, d$weight)
figures("zero_weights", svydesign(ids = ~psu, strata = ~stratum, nest = TRUE, weights = ~zero, data = d))
census <- d$stratum == "C"
d$fpc_census <- ifelse(census, 3, d$fpc1)
figures("census_stratum", svydesign(ids = ~psu + ssu, strata = ~stratum, nest = TRUE, weights = ~weight, fpc = ~fpc_census + fpc2, data = d))
lone <- subset(d, !(stratum == "C" & psu != "p1") & !(stratum == "A" & psu %in% c("p4")))
for (rule in c("adjust", "average", "certainty", "remove")) {
  options(survey.lonely.psu = rule)
  figures(paste0("lonely_", rule), svydesign(ids = ~psu, strata = ~stratum, nest = TRUE, weights = ~weight, data = lone))
  figures(paste0("lonely_fpc_", rule), svydesign(ids = ~psu, strata = ~stratum, nest = TRUE, weights = ~weight, fpc = ~fpc1, data = lone))
}
second <- subset(d, !(stratum == "B" & psu == "p2" & ssu != "s1"))
for (rule in c("adjust", "certainty")) {
  options(survey.lonely.psu = rule)
  figures(paste0("lonely_second_", rule), svydesign(ids = ~psu + ssu, strata = ~stratum, nest = TRUE, weights = ~weight, fpc = ~fpc1 + fpc2, data = second))
}
options(survey.lonely.psu = "adjust")
base <- svydesign(ids = ~psu, strata = ~stratum, nest = TRUE, weights = ~weight, data = d)
base2 <- svydesign(ids = ~psu + ssu, strata = ~stratum, nest = TRUE, weights = ~weight, fpc = ~fpc1 + fpc2, data = d)
persons <- svydesign(ids = ~1, strata = ~stratum, weights = ~weight, data = d)
sex <- data.frame(sex = c("m", "f"), Freq = c(2900, 3300))
age <- data.frame(age = c("old", "young"), Freq = c(2000, 4200))
cells <- data.frame(sex = c("m", "m", "f", "f"), age = c("old", "young", "old", "young"), Freq = c(900, 2000, 1100, 2200))
figures("poststratified", postStratify(base, ~sex, sex))
figures("poststratified_cells", postStratify(base2, ~sex + age, cells))
figures("poststratified_persons", postStratify(persons, ~sex + age, cells))
tight <- list(maxit = 1000, epsilon = 1e-13)
figures("raked", rake(base, list(~sex, ~age), list(sex, age), control = tight))
figures("raked_persons", rake(persons, list(~sex, ~age), list(sex, age), control = tight))
figures("raked_stages", rake(base2, list(~sex, ~age), list(sex, age), control = tight))
# What lies at the edges.
first <- d
first$unit <- ifelse(d$psu == "p1", "north", ifelse(d$psus == "B p2", "mid", "south"))
figures("one_primary", svydesign(ids = ~psu, strata = ~stratum, nest = TRUE, weights = ~weight, data = first), domains = c("", "north", "south"))
figures("one_primary_stages", svydesign(ids = ~psu + ssu, strata = ~stratum, nest = TRUE, weights = ~weight, fpc = ~fpc1 + fpc2, data = first))
few <- d
few$unit <- ifelse(d$person == 5, "north", ifelse(d$person %in% c(40, 92), "mid", "south"))
figures("one_person", svydesign(ids = ~psu, strata = ~stratum, nest = TRUE, weights = ~weight, fpc = ~fpc1, data = few), domains = c("", "mid"), which = c("q1", "total", "people"))
figures("second_replaced", svydesign(ids = ~psu + ssu, strata = ~stratum, nest = TRUE, weights = ~weight, data = d))
d$every <- 3
figures("second_census", svydesign(ids = ~psu + ssu + person, strata = ~stratum, nest = TRUE, weights = ~weight, fpc = ~fpc1 + every + fpc3, data = d))
d$certain <- ifelse(census, d$psus, d$stratum); d$below <- ifelse(census, d$ssus, d$psus); d$of_below <- ifelse(census, d$fpc2, d$fpc1)
figures("certain_primaries", svydesign(ids = ~below, strata = ~certain, weights = ~weight, data = d))
figures("certain_primaries_fpc", svydesign(ids = ~below, strata = ~certain, weights = ~weight, fpc = ~of_below, data = d))
d$long <- d$weight * (1 + ((d$person * 7919) %% 104729) / 1e9)
figures("long_weights", svydesign(ids = ~psu, strata = ~stratum, nest = TRUE, weights = ~long, data = d), which = everything)
unseen <- d
unseen$visits <- ifelse(d$unit == "north", 0, d$visits)
figures("no_visits", svydesign(ids = ~psu, strata = ~stratum, nest = TRUE, weights = ~weight, data = unseen), domains = c("", "mid"))
d$silenced <- ifelse(census | d$psus == "B p2", 0, d$weight)
figures("zero_stratum", svydesign(ids = ~psu, strata = ~stratum, nest = TRUE, weights = ~silenced, data = d))
figures("many_strata", svydesign(ids = ~1, strata = ~ssus, weights = ~weight, data = d), which = everything)
alone <- subset(d, !(psu == "p2" & duplicated(ssus)))
one <- subset(d, !(stratum == "C" & psu != "p1"))
one$fpc_one <- ifelse(one$stratum == "C", 1, one$fpc1)
for (rule in c("adjust", "average", "certainty", "remove")) {
  options(survey.lonely.psu = rule)
  figures(paste0("lonely_persons_", rule), svydesign(ids = ~1, strata = ~ssus, weights = ~weight, data = alone))
  figures(paste0("only_unit_", rule), svydesign(ids = ~psu, strata = ~stratum, nest = TRUE, weights = ~weight, fpc = ~fpc_one, data = one))
}
for (rule in c("average", "remove")) {
  options(survey.lonely.psu = rule)
  figures(paste0("lonely_second_", rule), svydesign(ids = ~psu + ssu, strata = ~stratum, nest = TRUE, weights = ~weight, fpc = ~fpc1 + fpc2, data = second))
}
for (rule in c("adjust", "average")) {
  options(survey.lonely.psu = rule)
  by_one <- svydesign(ids = ~psu, strata = ~stratum, nest = TRUE, weights = ~weight, data = lone)
  figures(paste0("lonely_poststratified_", rule), postStratify(by_one, ~sex, sex))
  figures(paste0("lonely_raked_", rule), rake(by_one, list(~sex, ~age), list(sex, age), control = tight))
}
options(survey.lonely.psu = "adjust")
place <- data.frame(unit = c("north", "mid", "south"), Freq = c(1200, 2600, 2400))
figures("raked_three", rake(base, list(~sex, ~age, ~unit), list(sex, age, place), control = tight))
close(out)
