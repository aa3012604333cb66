# frozen_string_literal: true

# Fills a fresh Redmine for the benchmark: one project, twenty people, as many issues as asked. Run by bench/redmine.
# Who signs in is `can-bo`, with the manager's role in the project.

wanted = Integer(ARGV.fetch(0))
srand(2026)

Setting.default_language = 'vi'
Setting.per_page_options = '25,50,100'

people = Array.new(20) do |n|
  person = User.new(firstname: 'Cán bộ', lastname: format('%02d', n + 1), mail: "can-bo-#{n + 1}@example.org", language: 'vi')
  person.login = n.zero? ? 'can-bo' : "can-bo-#{n + 1}"
  person.password = person.password_confirmation = 'mat-khau-de-do-2026'
  person.must_change_passwd = false
  person.save!
  person
end

project = Project.new(name: 'Sổ đối thoại', identifier: 'doi-thoai', is_public: false)
project.trackers = Tracker.all
project.enabled_module_names = %w[issue_tracking]
project.save!
role = Role.givable.first
people.each { |person| Member.create!(project: project, principal: person, roles: [role]) }
categories = ['Đất đai', 'Môi trường', 'Giao thông', 'Chính sách'].map { |name| project.issue_categories.create!(name: name) }
versions = (2021..2025).map { |year| project.versions.create!(name: "Năm #{year}") }

trackers = Tracker.pluck(:id)
statuses = IssueStatus.pluck(:id)
priorities = IssuePriority.active.pluck(:id)
topics = ['Lịch lấy nước vụ xuân', 'Đèn đường ở ngõ chợ', 'Chỗ đỗ xe trước trường học', 'Giờ mở cửa nhà văn hóa']

first = Time.utc(2021, 1, 1)
(0...wanted).each_slice(1000) do |slice|
  rows = slice.map do |n|
    at = first + ((n * 5 * 365 * 86_400) / wanted)
    { project_id: project.id, tracker_id: trackers.sample, status_id: statuses.sample, priority_id: priorities.sample,
      author_id: people.sample.id, assigned_to_id: people.sample.id, category_id: categories.sample.id,
      fixed_version_id: versions.sample.id, subject: "#{topics.sample} (cuộc thứ #{n + 1})",
      description: 'Ý kiến nêu tại cuộc gặp, dựng để đo tốc độ.', start_date: at.to_date, created_on: at, updated_on: at,
      lft: 1, rgt: 2, done_ratio: 0, lock_version: 0, is_private: false }
  end
  Issue.insert_all!(rows)
end
# An issue that has no parent is the root of its own tree.
Issue.where(root_id: nil).update_all('root_id = id')
puts "#{Issue.count} issues, #{User.logged.count} people"
