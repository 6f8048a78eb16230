internal import Foundation
package import RankingCore

/// What each age, gender and occupation chooses more than others do.
///
/// A group's row holds log((count + s p) / ((n + s) p)) where p is the item's share of all choices, n the
/// group's choices and s the smoothing; a third of log p is added to each row, so that three known traits make
/// the log of the item's probability.
package struct DemographicsTrainer: Sendable {
  private let name: String
  package let smoothing: Double
  package let years: Int

  package init(name: String = "demographics", smoothing: Double = 300, years: Int = 10) {
    self.name = name
    self.smoothing = smoothing
    self.years = years
  }

  /// - Parameter demographics: one value for each user of `interactions`.
  package func train(
    _ interactions: Interactions, items: Int, demographics: [Demographics]
  ) throws(TrainingError) -> DemographicsSource {
    guard demographics.count == interactions.userCount, years > 0, smoothing > 0 else {
      throw TrainingError(
        .data, "\(demographics.count) demographics for \(interactions.userCount) users, years \(years)")
    }
    let genders = 1 + max(0, Int(demographics.map { $0.gender }.max() ?? 0))
    let occupations = 1 + max(0, Int(demographics.map { $0.occupation }.max() ?? 0))
    let ages = 10
    guard genders <= 1000, occupations <= 100_000 else {
      throw TrainingError(.tooLarge, "\(genders) genders, \(occupations) occupations; max 1000, 100000")
    }
    var counts = [[Double]](
      repeating: [Double](repeating: 0, count: items), count: ages + genders + occupations)
    var total = [Double](repeating: 0.5, count: items)
    for user in demographics.indices {
      let person = demographics[user]
      var groups: [Int] = []
      if person.age >= 0 { groups.append(min(Int(person.age) / years, ages - 1)) }
      if person.gender >= 0 { groups.append(ages + Int(person.gender)) }
      if person.occupation >= 0 { groups.append(ages + genders + Int(person.occupation)) }
      for item in interactions.history(of: user).items {
        total[Int(item)] += 1
        for group in groups { counts[group][Int(item)] += 1 }
      }
    }
    let all = total.reduce(0, +)
    let rows = Matrix<Float>(rows: counts.count, columns: items) { group, target in
      let size = counts[group].reduce(0, +)
      for item in 0..<items {
        let share = total[item] / all
        let lift = log((counts[group][item] + smoothing * share) / ((size + smoothing) * share))
        target[item] = Float(lift + log(share) / 3)
      }
    }
    return DemographicsSource(
      name: name, groups: rows, ages: ages, genders: genders, occupations: occupations, years: years)
  }
}
