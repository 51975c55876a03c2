import { Migration } from '@mikro-orm/migrations';

export class Migration20261124125822_occurrences_by_status extends Migration {

  override name = 'Migration20261124125822_occurrences_by_status';

  override up(): void | Promise<void> {
    this.addSql(`alter table \`occurrences\` add index \`occurrences_schedule_id_status_index\` (\`schedule_id\`, \`status\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table \`occurrences\` drop index \`occurrences_schedule_id_status_index\`;`);
  }

}
